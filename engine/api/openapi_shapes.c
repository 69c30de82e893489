#include "openapi.h"

#include <parley/must.h>
#include <parley/size.h>

#define JSON "application/json"
#define TEXT "text/plain"

const struct openapi_shape openapi_shapes[] = {
    {"health", "operations", "Also answers 200 when a dependency is away: `status` says so.", NULL, NULL, 200, JSON, "Health",
     NULL, NULL},
    {"ready", "operations", "For a load balancer: while it answers 503, deliveries would not be accepted.", NULL, NULL, 200, JSON,
     "Ready", NULL, "503"},
    {"metrics", "operations", "Prometheus text format 0.0.4, without personal data.", NULL, NULL, 200, TEXT, "Text", NULL, NULL},
    {"openapi", "operations", "OpenAPI 3.1, made from the table that routes.", NULL, NULL, 200, JSON, "Description", NULL, NULL},
    {"whatsappHandshake", "webhooks", "Asked once by Meta when the webhook is registered.", "HubMode HubChallenge HubVerifyToken",
     NULL, 200, TEXT, "Text", NULL, "400 403"},
    {"whatsappDelivery", "webhooks",
     "The signature is checked over the bytes as they came. Every message of the delivery is durable before 200; anything else "
     "brings "
     "the delivery again.",
     "HubSignature", "Delivery", 200, NULL, NULL, NULL, "400 401 503"},
    {"relayDelivery", "webhooks", "As a delivery of Meta, for the numbers that are reached through 360dialog.",
     "HookSecret RelaySignature", "Delivery", 200, NULL, NULL, NULL, "400 401 503"},
    {"widgetSession", "widget",
     "The page's key and its origin name the site. A visitor that was given before comes back as itself; the token is good for a "
     "quarter of an hour.",
     NULL, "SessionRequest", 201, JSON, "Session", NULL, "400 429"},
    {"widgetStream", "widget",
     "Subprotocols `parley.v1` and `tok.` with the token. Frames are JSON: the page sends hello, say, bye; it gets ready, "
     "message, ack, "
     "refused, state, typing, renew.",
     NULL, NULL, 101, NULL, NULL, NULL, "400 429"},
    {"widgetEvents", "widget", "The frames of the WebSocket as events; the id of an event is its sequence number.",
     "After LastEventId", NULL, 200, "text/event-stream", "Text", NULL, "429"},
    {"widgetMessages", "widget", "In their order, those behind `after`, and who holds the conversation.", "After LastEventId",
     NULL, 200, JSON, "Messages", NULL, "503"},
    {"widgetSay", "widget", "Sending it again with the same `cid` changes nothing.", NULL, "SayRequest", 202, JSON, "Said", NULL,
     "400 422 429 503"},
    {"widgetTranscript", "widget", "A line a message, with its time.", NULL, NULL, 200, TEXT, "Text", NULL, "503"},
    {"widgetErase", "widget", "Destroys the key under which the visitor's words are kept. It cannot be undone.", NULL, NULL, 204,
     NULL, NULL, NULL, "503"},
    {"chatCompletion", "twin",
     "Takes the path of a customer's message and answers what a customer would see. `stop`, system messages and settings of a "
     "model "
     "change nothing; what pretends to be from an operator or from us is counted in X-Parley-Probes.",
     "ParleyConversation", "CompletionRequest", 200, JSON, "Completion",
     "X-Parley-Event X-Parley-Verdict X-Parley-Conversation X-Parley-Probes", "400 409 429 503 504"},
    {"models", "twin", "Each tenant is a model.", NULL, NULL, 200, JSON, "Models", NULL, NULL},
    {"model", "twin", "A tenant, by the name it has in the list.", NULL, NULL, 200, JSON, "Model", NULL, NULL},
    {"conversation", "staff", "Every message with what it rests on; for staff, in clear.", NULL, NULL, 200, JSON, "Conversation",
     NULL, "404 503"},
    {"takeover", "staff", "Takes no body. Once it is answered, nothing more of the bot leaves.", NULL, NULL, 204, NULL, NULL,
     NULL, "404 503"},
    {"giveBack", "staff", "Takes no body.", NULL, NULL, 204, NULL, NULL, NULL, "404 503"},
    {"resolve", "staff", "Takes no body.", NULL, NULL, 204, NULL, NULL, NULL, "404 503"},
    {"consent", "staff", "Consent without evidence counts as none and is refused; a withdrawal needs none.", NULL,
     "ConsentRequest", 204, NULL, NULL, NULL, "400 404 422 503"},
    {"eraseContact", "staff", "It cannot be undone; the receipt is the audit's proof.", NULL, "ContactRequest", 200, JSON,
     "Receipt", NULL, "400 404 503"},
    {"kill", "operations", "While it is on nothing is drafted and nothing is sent; messages are kept and answered afterwards.",
     NULL, "KillRequest", 204, NULL, NULL, NULL, "400 404 503"},
};
const size_t openapi_shape_count = COUNT_OF(openapi_shapes);

const struct openapi_shape *openapi_shape_of(const char *operation)
{
    for (size_t i = 0; i < openapi_shape_count; i++)
        if (slice_eq(slice_from(openapi_shapes[i].id), slice_from(operation)))
            return &openapi_shapes[i];
    return NULL;
}

/* JSON with ' for ", so that it can be read here. */

#define STRING "{'type':'string'}"
#define TIME "{'type':'integer','description':'UTC, milliseconds since 1970'}"
#define REF(name) "{'$ref':'#/components/schemas/" name "'}"
#define LIST(name) "{'type':'array','items':" REF(name) "}"
#define OBJECT(required, members) "{'type':'object','required':[" required "],'properties':{" members "}}"
#define HEADER(text, schema) "{'description':'" text "','schema':" schema "}"
#define PARAMETER(name, in, required, text, schema)                                                                              \
    "{'name':'" name "','in':'" in "','required':" required ",'description':'" text "','schema':" schema "}"
#define RESPONSE(text, fields, media, schema)                                                                                    \
    "{'description':'" text "'," fields "'content':{'" media "':{'schema':" REF(schema) "}}}"
#define RETRIES "'headers':{'Retry-After':{'$ref':'#/components/headers/Retry-After'}},"

static const char tags_text[] =
    "'tags':["
    "{'name':'operations','description':'What the machines that watch ask, and the kill switch.'},"
    "{'name':'webhooks','description':'Deliveries of WhatsApp.'},"
    "{'name':'widget','description':'A visitor and its conversation.'},"
    "{'name':'staff','description':'Conversations and contacts, for people who work here.'},"
    "{'name':'twin','description':'The engine as an OpenAI-compatible endpoint. Only in a twin; elsewhere 404.'}]";

static const char paths_text[] = "'paths':{'id':'Number of the conversation.','tenant':'Name of the tenant.',"
                                 "'secret':'The word that only 360dialog was told.','model':'Name of a tenant.'}";

static const char parameters_text[] =
    "'parameters':{"
    "'HubMode':" PARAMETER(
        "hub.mode", "query", "true", "Always subscribe.",
        "{'type':'string','const':'subscribe'}") ","
                                                 "'HubChallenge':" PARAMETER(
                                                     "hub.challenge", "query", "true", "What comes back.",
                                                     STRING) ","
                                                             "'HubVerifyToken':" PARAMETER(
                                                                 "hub.verify_token", "query", "true",
                                                                 "The word that Meta was told.",
                                                                 STRING) ","
                                                                         "'HubSignature':" PARAMETER(
                                                                             "X-Hub-Signature-256", "header", "true",
                                                                             "sha256= and the HMAC of the body under the "
                                                                             "secret of the app.",
                                                                             STRING) ","
                                                                                     "'HookSecret':" PARAMETER(
                                                                                         "X-Parley-Hook", "header", "false",
                                                                                         "A second secret, if one is "
                                                                                         "configured.",
                                                                                         STRING) ","
                                                                                                 "'RelaySignature'"
                                                                                                 ":" PARAMETER(
                                                                                                     "X-360dialog-Signature",
                                                                                                     "header", "false",
                                                                                                     "HMAC of the body, if a "
                                                                                                     "key is configured.",
                                                                                                     STRING) ","
                                                                                                             "'After'"
                                                                                                             ":" PARAMETER(
                                                                                                                 "after", "query",
                                                                                                                 "false",
                                                                                                                 "Sequence "
                                                                                                                 "number of "
                                                                                                                 "the newest "
                                                                                                                 "message "
                                                                                                                 "that is "
                                                                                                                 "known.",
                                                                                                                 "{'type':'"
                                                                                                                 "integer','"
                                                                                                                 "minimum':0,"
                                                                                                                 "'default':"
                                                                                                                 "0}") ","
                                                                                                                       "'Last"
                                                                                                                       "Event"
                                                                                                                       "Id'"
                                                                                                                       ":" PARAMETER(
                                                                                                                           "L"
                                                                                                                           "a"
                                                                                                                           "s"
                                                                                                                           "t"
                                                                                                                           "-"
                                                                                                                           "E"
                                                                                                                           "v"
                                                                                                                           "e"
                                                                                                                           "n"
                                                                                                                           "t"
                                                                                                                           "-"
                                                                                                                           "I"
                                                                                                                           "D",
                                                                                                                           "h"
                                                                                                                           "e"
                                                                                                                           "a"
                                                                                                                           "d"
                                                                                                                           "e"
                                                                                                                           "r",
                                                                                                                           "f"
                                                                                                                           "a"
                                                                                                                           "l"
                                                                                                                           "s"
                                                                                                                           "e",
                                                                                                                           "T"
                                                                                                                           "h"
                                                                                                                           "e"
                                                                                                                           " "
                                                                                                                           "s"
                                                                                                                           "a"
                                                                                                                           "m"
                                                                                                                           "e"
                                                                                                                           ","
                                                                                                                           " "
                                                                                                                           "a"
                                                                                                                           "s"
                                                                                                                           " "
                                                                                                                           "b"
                                                                                                                           "r"
                                                                                                                           "o"
                                                                                                                           "w"
                                                                                                                           "s"
                                                                                                                           "e"
                                                                                                                           "r"
                                                                                                                           "s"
                                                                                                                           " "
                                                                                                                           "s"
                                                                                                                           "e"
                                                                                                                           "n"
                                                                                                                           "d"
                                                                                                                           " "
                                                                                                                           "i"
                                                                                                                           "t"
                                                                                                                           ";"
                                                                                                                           " "
                                                                                                                           "`"
                                                                                                                           "a"
                                                                                                                           "f"
                                                                                                                           "t"
                                                                                                                           "e"
                                                                                                                           "r"
                                                                                                                           "`"
                                                                                                                           " "
                                                                                                                           "c"
                                                                                                                           "o"
                                                                                                                           "m"
                                                                                                                           "e"
                                                                                                                           "s"
                                                                                                                           " "
                                                                                                                           "f"
                                                                                                                           "i"
                                                                                                                           "r"
                                                                                                                           "s"
                                                                                                                           "t"
                                                                                                                           ".",
                                                                                                                           "{"
                                                                                                                           "'"
                                                                                                                           "t"
                                                                                                                           "y"
                                                                                                                           "p"
                                                                                                                           "e"
                                                                                                                           "'"
                                                                                                                           ":"
                                                                                                                           "'"
                                                                                                                           "i"
                                                                                                                           "n"
                                                                                                                           "t"
                                                                                                                           "e"
                                                                                                                           "g"
                                                                                                                           "e"
                                                                                                                           "r"
                                                                                                                           "'"
                                                                                                                           ","
                                                                                                                           "'"
                                                                                                                           "m"
                                                                                                                           "i"
                                                                                                                           "n"
                                                                                                                           "i"
                                                                                                                           "m"
                                                                                                                           "u"
                                                                                                                           "m"
                                                                                                                           "'"
                                                                                                                           ":"
                                                                                                                           "0"
                                                                                                                           "}") ","
                                                                                                                                "'ParleyConversation':" PARAMETER(
                                                                                                                                    "X-Parley-Conversation",
                                                                                                                                    "header",
                                                                                                                                    "false",
                                                                                                                                    "Name of the conversation; else metadata.conversation_id, user, or the history itself says which.",
                                                                                                                                    STRING) "}";

static const char headers_text[] =
    "'headers':{"
    "'Retry-After':" HEADER("Seconds after which it may be asked again.",
                            "{'type':'integer'}") ","
                                                  "'X-Parley-Event':" HEADER(
                                                      "What a customer would have had.",
                                                      "{'type':'string','enum':['reply','handoff','"
                                                      "silence']}") ","
                                                                    "'X-Parley-Verdict':" HEADER(
                                                                        "sent, or why not.",
                                                                        STRING) ","
                                                                                "'X-Parley-Conversation'"
                                                                                ":" HEADER("The conversation of "
                                                                                           "the first choice.",
                                                                                           STRING) ","
                                                                                                   "'X-Parley-"
                                                                                                   "Probes'"
                                                                                                   ":" HEADER("Turns of "
                                                                                                              "the "
                                                                                                              "request "
                                                                                                              "that "
                                                                                                              "were not "
                                                                                                              "believed"
                                                                                                              ".",
                                                                                                              "{'type':'"
                                                                                                              "integer'"
                                                                                                              "}") "}";

static const char responses_text[] =
    "'responses':{"
    "'Malformed':{'description':'The request could not be read.'},"
    "'Problem':" RESPONSE("What is wrong.", "", "application/problem+json",
                          "Problem") ","
                                     "'Later':" RESPONSE("Not now.", RETRIES, "application/problem+json",
                                                         "Problem") ","
                                                                    "'Error':" RESPONSE("What is wrong.", "", "application/json",
                                                                                        "Error") ","
                                                                                                 "'ErrorLater':" RESPONSE(
                                                                                                     "Not now.", RETRIES,
                                                                                                     "application/json",
                                                                                                     "Error") "}";

static const char schemas_common[] =
    "'Text':{'type':'string'},"
    "'Description':{'type':'object','description':'OpenAPI 3.1'},"
    "'Problem':" OBJECT(
        "'type','title','status','detail'",
        "'type':" STRING ",'title':" STRING
        ",'status':{'type':'integer'},'detail':" STRING) ","
                                                         "'Health':" OBJECT(
                                                             "'status','version','twin','dependencies'",
                                                             "'status':{'type':'string','enum':['ok','degraded']},'version'"
                                                             ":" STRING ",'twin':{'type':'boolean'},'dependencies':"
                                                             "{'type':'object','additionalProperties':{'type':'string','enum'"
                                                             ":['ok','away']}}") ","
                                                                                 "'Ready':" OBJECT(
                                                                                     "'ready'",
                                                                                     "'ready':{'type':'boolean'"
                                                                                     "}") ","
                                                                                          "'KillRequest'"
                                                                                          ":" OBJECT("'on'", "'on':{'type':'"
                                                                                                             "boolean'},'"
                                                                                                             "tenant':{'type':"
                                                                                                             "'string','"
                                                                                                             "description':'"
                                                                                                             "left out: every "
                                                                                                             "tenant'}") ","
                                                                                                                         "'Del"
                                                                                                                         "iver"
                                                                                                                         "y':{"
                                                                                                                         "'typ"
                                                                                                                         "e':'"
                                                                                                                         "obje"
                                                                                                                         "ct',"
                                                                                                                         "'des"
                                                                                                                         "crip"
                                                                                                                         "tion"
                                                                                                                         "':'"
                                                                                                                         "As "
                                                                                                                         "Meta"
                                                                                                                         " des"
                                                                                                                         "crib"
                                                                                                                         "es "
                                                                                                                         "it: "
                                                                                                                         "obje"
                                                                                                                         "ct, "
                                                                                                                         "and "
                                                                                                                         "a "
                                                                                                                         "list"
                                                                                                                         " of "
                                                                                                                         "entr"
                                                                                                                         "ies "
                                                                                                                         "with"
                                                                                                                         " the"
                                                                                                                         "ir "
                                                                                                                         "chan"
                                                                                                                         "ges."
                                                                                                                         "'},";

static const char schemas_widget[] =
    "'SessionRequest':" OBJECT(
        "", "'visitor':{'type':['string','null'],'description':'from an earlier session'},'locale':" STRING
            ",'page':" STRING) ","
                               "'Session':" OBJECT(
                                   "'session','token','refresh_after_s','visitor','last_seq','tenant','branding','limits'",
                                   "'session':" STRING ",'token':" STRING
                                   ",'refresh_after_s':{'type':'integer'},'visitor':" STRING
                                   ",'last_seq':{'type':'integer'},'tenant':" REF("SessionTenant") ",'branding':" REF("Branding") ",'limits':" REF(
                                       "Limits")) ","
                                                  "'SessionTenant':" OBJECT(
                                                      "'name','disclosure'",
                                                      "'name':" STRING ",'disclosure':" STRING ",'privacy_text':" STRING
                                                      ",'privacy_url':" STRING) ","
                                                                                "'Branding':" OBJECT(
                                                                                    "",
                                                                                    "'accent':" STRING
                                                                                    ",'title':" STRING) ","
                                                                                                        "'Limits':" OBJECT(
                                                                                                            "'text_chars','per_"
                                                                                                            "minute'",
                                                                                                            "'text_chars':{'type'"
                                                                                                            ":'integer'},'per_"
                                                                                                            "minute':{'type':'"
                                                                                                            "integer'}") ","
                                                                                                                         "'SayReq"
                                                                                                                         "uest'"
                                                                                                                         ":" OBJECT(
                                                                                                                             "'ci"
                                                                                                                             "d',"
                                                                                                                             "'te"
                                                                                                                             "xt"
                                                                                                                             "'",
                                                                                                                             "'ci"
                                                                                                                             "d':"
                                                                                                                             "{'"
                                                                                                                             "typ"
                                                                                                                             "e':"
                                                                                                                             "'st"
                                                                                                                             "rin"
                                                                                                                             "g',"
                                                                                                                             "'pa"
                                                                                                                             "tte"
                                                                                                                             "rn'"
                                                                                                                             ":'^"
                                                                                                                             "[A-"
                                                                                                                             "Za-"
                                                                                                                             "z0-"
                                                                                                                             "9_-"
                                                                                                                             "]{"
                                                                                                                             "1,"
                                                                                                                             "64}"
                                                                                                                             "$'}"
                                                                                                                             ",'"
                                                                                                                             "tex"
                                                                                                                             "t':"
                                                                                                                             "{'"
                                                                                                                             "typ"
                                                                                                                             "e':"
                                                                                                                             "'st"
                                                                                                                             "rin"
                                                                                                                             "g',"
                                                                                                                             "'mi"
                                                                                                                             "nLe"
                                                                                                                             "ngt"
                                                                                                                             "h':"
                                                                                                                             "1,"
                                                                                                                             "'ma"
                                                                                                                             "xLe"
                                                                                                                             "ngt"
                                                                                                                             "h':"
                                                                                                                             "400"
                                                                                                                             "0}") ","
                                                                                                                                   "'Said':" OBJECT("'cid'", "'cid':" STRING
                                                                                                                                                             ",'seq':{'type':['integer','null']}") ","
                                                                                                                                                                                                   "'Messages':" OBJECT("'messages','state'", "'messages':" LIST("Message") ",'state':{'type':'string','enum':['open','handed_over','silent']}") ","
                                                                                                                                                                                                                                                                                                                                                 "'Message':" OBJECT("'seq','id','from','text','at'", "'seq':{'type':'integer'},'id':" STRING ",'from':{'type':'string','enum':['visitor','bot','person']},'text':" STRING
                                                                                                                                                                                                                                                                                                                                                                                                      ",'cid':" STRING
                                                                                                                                                                                                                                                                                                                                                                                                      ",'unreadable':" STRING
                                                                                                                                                                                                                                                                                                                                                                                                      ",'at':" TIME) ",";

static const char schemas_staff[] = "'Conversation':" OBJECT(
    "'id','tenant','messages'",
    "'id':{'type':'integer'},'tenant':" STRING ",'messages':" LIST(
        "ConversationMessage")) ","
                                "'ConversationMessage':" OBJECT(
                                    "'id','author','channel','text','at'",
                                    "'id':{'type':'integer'},'author':" STRING ",'channel':" STRING ",'text':" STRING
                                    ",'unreadable':" STRING ",'rests_on':{'type':'string','description':'claims and signed "
                                    "lines'},'at':" TIME) ","
                                                          "'ContactRequest':" OBJECT(
                                                              "'tenant','channel','address'",
                                                              "'tenant':" STRING ",'channel':" REF(
                                                                  "Channel") ",'address':" STRING) ","
                                                                                                   "'ConsentRequest'"
                                                                                                   ":" OBJECT(
                                                                                                       "'tenant','"
                                                                                                       "channel','"
                                                                                                       "address','"
                                                                                                       "state'",
                                                                                                       "'tenant'"
                                                                                                       ":" STRING ",'channel'"
                                                                                                       ":" REF(
                                                                                                           "Chann"
                                                                                                           "el") ",'address'"
                                                                                                                 ":" STRING
                                                                                                                 ",'state':{'"
                                                                                                                 "type':'string',"
                                                                                                                 "'enum':['given'"
                                                                                                                 ",'soft_opt_in',"
                                                                                                                 "'withdrawn']},'"
                                                                                                                 "evidence'"
                                                                                                                 ":" STRING) ","
                                                                                                                             "'Ch"
                                                                                                                             "ann"
                                                                                                                             "el'"
                                                                                                                             ":{'"
                                                                                                                             "typ"
                                                                                                                             "e':"
                                                                                                                             "'st"
                                                                                                                             "rin"
                                                                                                                             "g',"
                                                                                                                             "'en"
                                                                                                                             "um'"
                                                                                                                             ":['"
                                                                                                                             "wha"
                                                                                                                             "tsa"
                                                                                                                             "pp'"
                                                                                                                             ",'"
                                                                                                                             "web"
                                                                                                                             "cha"
                                                                                                                             "t',"
                                                                                                                             "'em"
                                                                                                                             "ail"
                                                                                                                             "','"
                                                                                                                             "voi"
                                                                                                                             "ce'"
                                                                                                                             ",'"
                                                                                                                             "cha"
                                                                                                                             "t']"
                                                                                                                             "},"
                                                                                                                             "'Re"
                                                                                                                             "cei"
                                                                                                                             "pt'"
                                                                                                                             ":" OBJECT(
                                                                                                                                 "'receipt'",
                                                                                                                                 "'receipt':" STRING) ",";

static const char schemas_twin[] = "'Error':" OBJECT(
    "'error'",
    "'error':" REF(
        "ErrorDetail")) ","
                        "'ErrorDetail':" OBJECT(
                            "'message','type','param','code'",
                            "'message':" STRING ",'type':" STRING
                            ",'param':{'type':['string','null']},'code':{'type':['string','null']"
                            "}") ","
                                 "'CompletionRequest':" OBJECT(
                                     "'messages'",
                                     "'model':" STRING ",'messages':" LIST(
                                         "Turn") ",'n':{'type':['integer','null'],'minimum':1,'"
                                                 "maximum':16},'stream':{'type':['boolean','null'"
                                                 "]},"
                                                 "'user':" STRING) ","
                                                                   "'Turn':" OBJECT(
                                                                       "'role'", "'role':" STRING ",'content':{'type':['"
                                                                                 "string','array','null'],'"
                                                                                 "items':{'type':'object'}"
                                                                                 "}") ","
                                                                                      "'Completion'"
                                                                                      ":" OBJECT(
                                                                                          "'id','object','"
                                                                                          "created','model'"
                                                                                          ",'choices','"
                                                                                          "usage'",
                                                                                          "'id':" STRING ",'object':{'"
                                                                                          "type':'string','"
                                                                                          "const':'chat."
                                                                                          "completion'},'"
                                                                                          "created':{'type'"
                                                                                          ":'integer'},'"
                                                                                          "model':" STRING ",'choices'"
                                                                                          ":" LIST("Choice") ",'usage':" REF(
                                                                                              "Usage")) ","
                                                                                                        "'C"
                                                                                                        "ho"
                                                                                                        "ic"
                                                                                                        "e'"
                                                                                                        ":" OBJECT("'index','"
                                                                                                                   "message','"
                                                                                                                   "finish_"
                                                                                                                   "reason'",
                                                                                                                   "'index':{'"
                                                                                                                   "type':'"
                                                                                                                   "integer'},'"
                                                                                                                   "message'"
                                                                                                                   ":" REF("Answe"
                                                                                                                           "r") ",'logprobs':{'type':'null'},'finish_reason':{'type':'string','const':'stop'}") ","
                                                                                                                                                                                                                "'Answer':" OBJECT("'role','content'",
                                                                                                                                                                                                                                   "'role':{'type':'string','const':'assistant'},'content':" STRING ",'refusal':{'type':'null'}") ","
                                                                                                                                                                                                                                                                                                                                  "'Usage':" OBJECT("'prompt_tokens','completion_tokens','total_tokens'", "'prompt_tokens':{'type':'integer'},'completion_tokens':{'type':'integer'},'total_tokens':{'type':'integer'}") ","
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                         "'Models':" OBJECT("'object','data'",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                            "'object':{'type':'string','const':'list'},'data':" LIST("Model")) ","
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                               "'Model':" OBJECT(
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                   "'id','object','created','owned_by'",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                   "'id':" STRING
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                   ",'object':{'type':'string','const':'model'},'created':{'type':'integer'},'owned_by':" STRING);

static const char security_text[] =
    "'securitySchemes':{"
    "'apiKey':{'type':'http','scheme':'bearer','description':'A key of the configuration; its role says what it may do.'},"
    "'visitorToken':{'type':'http','scheme':'bearer','bearerFormat':'JWT','description':'Of a session of the widget.'},"
    "'siteKey':{'type':'apiKey','name':'X-Parley-Key','in':'header','description':'Public key of the page; its origin must be "
    "one of the "
    "site.'}}";

const struct json *openapi_parts(struct arena *a)
{
    struct json *parts;
    struct error e;
    struct slice text =
        arena_printf(a, "{%s,%s,'components':{%s,%s,%s,'schemas':{%s%s%s%s},%s}}", tags_text, paths_text, parameters_text,
                     headers_text, responses_text, schemas_common, schemas_widget, schemas_staff, schemas_twin, security_text);
    char *at = arena_alloc(a, text.len);
    for (size_t i = 0; i < text.len; i++)
        at[i] = text.at[i] == '\'' ? '"' : text.at[i];
    must(json_read(&parts, a, (struct slice){at, text.len}, (struct place){SLICE("openapi"), 1, 1}, &e) == OK);
    return parts;
}
