# parley_room: one directory, one room, one target.
#
#   parley_room(policy SOURCES policy.c quiet_hours.c HEADERS include/parley/policy.h
#               USES parley_tenant LIBS PkgConfig::PCRE2 TESTS policy FUZZ quiet_hours STRESS lanes BENCH policy)
#
# The link graph is the architecture: a room sees only the headers of what it USES, cycles are refused, and the dev preset
# links rooms as shared libraries with -z defs, so that a missing USES is an error.

set(PARLEY_WARNINGS -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wstrict-prototypes -Wmissing-prototypes
    -Wvla -Walloca -Wformat=2 -Wundef -Wcast-qual -Wwrite-strings -Wpointer-arith -Wimplicit-fallthrough -Wdouble-promotion
    -Wdate-time -Werror)
if(CMAKE_C_COMPILER_ID STREQUAL "Clang")
  list(APPEND PARLEY_WARNINGS -Wno-string-concatenation) # a hex escape before a letter has to be cut in two
endif()
set(PARLEY_FORBIDDEN ${CMAKE_CURRENT_LIST_DIR}/forbidden.h)
set(PARLEY_FUZZ_REPLAY ${CMAKE_CURRENT_LIST_DIR}/fuzz_replay.c)

# What ships has the same bytes whatever the directory; of several maps the last that fits counts. Elsewhere only __FILE__ is cut,
# so that debuggers find the sources.
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  set(PARLEY_PREFIXES -ffile-prefix-map=${PROJECT_SOURCE_DIR}=. -ffile-prefix-map=${PROJECT_SOURCE_DIR}/=
      -ffile-prefix-map=${PROJECT_BINARY_DIR}=./build)
else()
  set(PARLEY_PREFIXES -fmacro-prefix-map=${PROJECT_SOURCE_DIR}/=)
endif()

function(parley_flags target)
  target_compile_options(${target} PRIVATE ${PARLEY_WARNINGS} ${PARLEY_PREFIXES} -fno-common -include ${PARLEY_FORBIDDEN})
  target_link_options(${target} PRIVATE ${PARLEY_PREFIXES}) # for what is compiled at link time
endfunction()

# Sanitizers may find a leak without failing the test: every test gets a report path and fails when a report is there.
function(parley_add_test name)
  add_test(NAME ${name} COMMAND ${PROJECT_SOURCE_DIR}/ci/cmake/run_test $<TARGET_FILE:${name}> ${ARGN}
           WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
endfunction()

function(parley_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;HEADERS;USES;LIBS;TESTS;FUZZ;STRESS;BENCH" ${ARGN})
  if(ROOM_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "parley_room(${name}): does not know ${ROOM_UNPARSED_ARGUMENTS}")
  endif()
  set(room parley_${name})
  add_library(${room} ${ROOM_SOURCES})
  target_include_directories(${room} PUBLIC include PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
  target_link_libraries(${room} PUBLIC ${ROOM_USES} PRIVATE ${ROOM_LIBS})
  parley_flags(${room})
  set_property(GLOBAL APPEND PROPERTY PARLEY_ROOMS ${room})
  foreach(header ${ROOM_HEADERS}) # each compiles on its own
    string(MAKE_C_IDENTIFIER ${header} id)
    set(probe ${CMAKE_CURRENT_BINARY_DIR}/${id}.c)
    file(CONFIGURE OUTPUT ${probe} CONTENT "#include \"${CMAKE_CURRENT_SOURCE_DIR}/${header}\"\nextern int parley_header_${name}_${id};\n")
    target_sources(${room} PRIVATE ${probe})
  endforeach()

  if(PARLEY_TESTS)
    foreach(test ${ROOM_TESTS})
      set(exe test_${name}_${test})
      add_executable(${exe} tests/test_${test}.c)
      target_link_libraries(${exe} PRIVATE ${room} PkgConfig::CRITERION ${ROOM_LIBS})
      target_include_directories(${exe} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR} tests)
      parley_flags(${exe})
      target_compile_options(${exe} PRIVATE -Wno-pedantic -Wno-missing-prototypes -Wno-double-promotion -Wno-shadow
                             -Wno-conversion -Wno-sign-conversion) # Criterion's macros
      parley_add_test(${exe} --jobs 2 --tap=-)
      set_tests_properties(${exe} PROPERTIES TIMEOUT 300 LABELS "unit;${name}")
    endforeach()
    foreach(stress ${ROOM_STRESS})
      set(exe stress_${name}_${stress})
      add_executable(${exe} tests/stress_${stress}.c)
      target_link_libraries(${exe} PRIVATE ${room} ${ROOM_LIBS})
      parley_flags(${exe})
      parley_add_test(${exe})
      set_tests_properties(${exe} PROPERTIES TIMEOUT 300 LABELS "stress;${name}")
      set_property(GLOBAL APPEND PROPERTY PARLEY_STRESS ${exe})
    endforeach()
    foreach(fuzz ${ROOM_FUZZ})
      set(exe fuzz_${name}_${fuzz})
      if(PARLEY_FUZZ)
        add_executable(${exe} fuzz/fuzz_${fuzz}.c)
        target_link_options(${exe} PRIVATE -fsanitize=fuzzer)
      else()
        add_executable(${exe} fuzz/fuzz_${fuzz}.c ${PARLEY_FUZZ_REPLAY})
        parley_add_test(${exe} ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/corpus/${fuzz})
        set_tests_properties(${exe} PROPERTIES TIMEOUT 120 LABELS "fuzz;${name}")
      endif()
      target_link_libraries(${exe} PRIVATE ${room} ${ROOM_LIBS})
      parley_flags(${exe})
      target_compile_options(${exe} PRIVATE -Wno-missing-prototypes)
      set_property(GLOBAL APPEND PROPERTY PARLEY_FUZZERS ${exe})
    endforeach()
    foreach(bench ${ROOM_BENCH})
      set(exe bench_${name}_${bench})
      add_executable(${exe} bench/bench_${bench}.c)
      target_link_libraries(${exe} PRIVATE ${room} ${ROOM_LIBS})
      parley_flags(${exe})
      set_property(GLOBAL APPEND PROPERTY PARLEY_BENCHES ${exe})
    endforeach()
  endif()
endfunction()

# The rooms of a list that exist, in this order.
function(parley_rooms)
  foreach(room ${ARGN})
    if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/${room}/CMakeLists.txt)
      add_subdirectory(${room})
    endif()
  endforeach()
endfunction()

# What every store promises, as cases of this test (engine/port/tests).
function(parley_store_contract test)
  set(place ${PROJECT_SOURCE_DIR}/engine/port/tests)
  foreach(part store_contract contract_steps contract_work contract_sends contract_people contract_tenants contract_view)
    target_sources(${test} PRIVATE ${place}/${part}.c)
  endforeach()
  target_include_directories(${test} PRIVATE ${place})
endfunction()
