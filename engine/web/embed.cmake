# Writes files into a C source: cmake -DOUT=web_bytes.c -DFROM=DIR -DFILES=a.js,b.html -P embed.cmake
#
# The path is /widget/NAME; the etag is the beginning of the file's SHA-256.
string(REPLACE "," ";" files "${FILES}")
set(type_js "text/javascript; charset=utf-8")
set(type_html "text/html; charset=utf-8")
set(arrays "")
set(rows "")
foreach(name ${files})
  string(MAKE_C_IDENTIFIER ${name} id)
  string(REGEX REPLACE ".*[.]" "" kind ${name})
  if(NOT DEFINED type_${kind})
    message(FATAL_ERROR "${name}: there is no content type for .${kind}; give it one in embed.cmake")
  endif()
  file(READ ${FROM}/${name} bytes HEX)
  file(SHA256 ${FROM}/${name} digest)
  string(SUBSTRING ${digest} 0 20 tag)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
  string(REGEX REPLACE "(0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,)" "\\1\n" bytes "${bytes}")
  string(APPEND arrays "static const unsigned char ${id}[] = {\n${bytes}\n};\n\n")
  string(APPEND rows "    {SLICE_INIT(\"/widget/${name}\"), SLICE_INIT(\"${type_${kind}}\"), {(const char *)${id}, sizeof ${id}}, SLICE_INIT(\"\\\"${tag}\\\"\")},\n")
endforeach()
file(WRITE ${OUT} "/* Written by engine/web/embed.cmake. */
#include \"web_bytes.h\"

${arrays}const struct web_asset web_bytes[] = {
${rows}};
const size_t web_bytes_count = sizeof web_bytes / sizeof web_bytes[0];
")
