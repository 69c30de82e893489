/* What the description refers to: tags, parameters, fields, schemas. JSON with ' for ", so that it can be read here. */
#include "openapi.h"

#include <parley/must.h>

/* The lines are those of the JSON. */
/* clang-format off */
#define STRING "{'type':'string'}"
#define INTEGER "{'type':'integer'}"
#define BOOL "{'type':'boolean'}"
#define TIME "{'type':'integer','description':'UTC, milliseconds since 1970'}"
#define ONE(of) "{'type':'string','enum':[" of "]}"
#define REF(name) "{'$ref':'#/components/schemas/" name "'}"
#define LIST(name) "{'type':'array','items':" REF(name) "}"
#define OBJECT(required, members) "{'type':'object','required':[" required "],'properties':{" members "}}"
#define HEADER(text, schema) "{'description':'" text "','schema':" schema "}"
#define PARAMETER(name, in, required, text, schema) \
    "{'name':'" name "','in':'" in "','required':" required ",'description':'" text "','schema':" schema "}"
#define RESPONSE(text, fields, media, schema) \
    "{'description':'" text "'," fields "'content':{'" media "':{'schema':" REF(schema) "}}}"
#define RETRIES "'headers':{'Retry-After':{'$ref':'#/components/headers/Retry-After'}},"

static const char tags[] =
    "'tags':["
    "{'name':'operations','description':'What the machines that watch ask, and the kill switch.'},"
    "{'name':'webhooks','description':'Deliveries of WhatsApp.'},"
    "{'name':'widget','description':'A visitor and its conversation.'},"
    "{'name':'staff','description':'Conversations and contacts, for people who work here.'},"
    "{'name':'twin','description':'The engine as an OpenAI-compatible endpoint. Only in a twin; elsewhere 404.'}]";

static const char paths[] =
    "'paths':{"
    "'id':'Number of the conversation.',"
    "'tenant':'Name of the tenant.',"
    "'file':'widget.js or demo.html.',"
    "'secret':'The word that only 360dialog was told.',"
    "'model':'Name of a tenant.'}";

static const char parameters[] =
    "'parameters':{"
    "'HubMode':" PARAMETER("hub.mode", "query", "true", "Always subscribe.", "{'type':'string','const':'subscribe'}") ","
    "'HubChallenge':" PARAMETER("hub.challenge", "query", "true", "What comes back.", STRING) ","
    "'HubVerifyToken':" PARAMETER("hub.verify_token", "query", "true", "The word that Meta was told.", STRING) ","
    "'HubSignature':" PARAMETER("X-Hub-Signature-256", "header", "true",
                                "sha256= and the HMAC of the body under the secret of the app.", STRING) ","
    "'HookSecret':" PARAMETER("X-Parley-Hook", "header", "false", "A second secret, if one is configured.", STRING) ","
    "'RelaySignature':" PARAMETER("X-360dialog-Signature", "header", "false",
                                  "HMAC of the body, if a key is configured.", STRING) ","
    "'After':" PARAMETER("after", "query", "false", "Sequence number of the newest message that is known.",
                         "{'type':'integer','minimum':0,'default':0}") ","
    "'LastEventId':" PARAMETER("Last-Event-ID", "header", "false", "The same, as browsers send it; `after` comes first.",
                               "{'type':'integer','minimum':0}") ","
    "'ParleyConversation':" PARAMETER("X-Parley-Conversation", "header", "false",
                                      "Name of the conversation; else metadata.conversation_id, user or the history says which.",
                                      STRING) "}";

static const char headers[] =
    "'headers':{"
    "'Retry-After':" HEADER("Seconds after which it may be asked again.", INTEGER) ","
    "'X-Parley-Event':" HEADER("What a customer would have had.", ONE("'reply','handoff','silence'")) ","
    "'X-Parley-Verdict':" HEADER("sent, or why not.", STRING) ","
    "'X-Parley-Conversation':" HEADER("The conversation of the first choice.", STRING) ","
    "'X-Parley-Probes':" HEADER("Turns of the request that were not believed.", INTEGER) "}";

static const char responses[] =
    "'responses':{"
    "'Malformed':{'description':'The request could not be read.'},"
    "'Problem':" RESPONSE("What is wrong.", "", "application/problem+json", "Problem") ","
    "'Later':" RESPONSE("Not now.", RETRIES, "application/problem+json", "Problem") ","
    "'Error':" RESPONSE("What is wrong.", "", "application/json", "Error") ","
    "'ErrorLater':" RESPONSE("Not now.", RETRIES, "application/json", "Error") "}";

static const char common[] =
    "'Text':{'type':'string'},"
    "'Description':{'type':'object','description':'OpenAPI 3.1'},"
    "'Problem':" OBJECT("'type','title','status','detail'",
        "'type':" STRING ",'title':" STRING ",'status':" INTEGER ",'detail':" STRING) ","
    "'Health':" OBJECT("'status','version','twin','dependencies'",
        "'status':" ONE("'ok','degraded'") ",'version':" STRING ",'twin':" BOOL ","
        "'dependencies':{'type':'object','additionalProperties':" ONE("'ok','away'") "}") ","
    "'Ready':" OBJECT("'ready'", "'ready':" BOOL) ","
    "'KillRequest':" OBJECT("'on'", "'on':" BOOL ",'tenant':{'type':'string','description':'left out: every tenant'}") ","
    "'Delivery':{'type':'object','description':'As Meta describes it: object, and a list of entries with their changes.'},";

static const char widget[] =
    "'SessionRequest':" OBJECT("",
        "'visitor':{'type':['string','null'],'description':'from an earlier session'},'locale':" STRING ",'page':" STRING) ","
    "'Session':" OBJECT("'session','token','refresh_after_s','visitor','last_seq','tenant','branding','limits'",
        "'session':" STRING ",'token':" STRING ",'refresh_after_s':" INTEGER ",'visitor':" STRING ",'last_seq':" INTEGER ","
        "'tenant':" REF("SessionTenant") ",'branding':" REF("Branding") ",'limits':" REF("Limits")) ","
    "'SessionTenant':" OBJECT("'name','disclosure'",
        "'name':" STRING ",'disclosure':" STRING ",'privacy_text':" STRING ",'privacy_url':" STRING) ","
    "'Branding':" OBJECT("", "'accent':" STRING ",'title':" STRING) ","
    "'Limits':" OBJECT("'text_chars','per_minute'", "'text_chars':" INTEGER ",'per_minute':" INTEGER) ","
    "'SayRequest':" OBJECT("'cid','text'",
        "'cid':{'type':'string','pattern':'^[A-Za-z0-9_-]{1,64}$'},'text':{'type':'string','minLength':1,'maxLength':4000}") ","
    "'Said':" OBJECT("'cid'", "'cid':" STRING ",'seq':{'type':['integer','null']}") ","
    "'Messages':" OBJECT("'messages','state'", "'messages':" LIST("Message") ",'state':" ONE("'open','handed_over','silent'")) ","
    "'Message':" OBJECT("'seq','id','from','text','at'",
        "'seq':" INTEGER ",'id':" STRING ",'from':" ONE("'visitor','bot','person'") ",'text':" STRING ",'cid':" STRING ","
        "'unreadable':" STRING ",'at':" TIME) ",";

static const char staff[] =
    "'Conversation':" OBJECT("'id','tenant','messages'",
        "'id':" INTEGER ",'tenant':" STRING ",'messages':" LIST("ConversationMessage")) ","
    "'ConversationMessage':" OBJECT("'id','author','channel','text','at'",
        "'id':" INTEGER ",'author':" STRING ",'channel':" REF("Channel") ",'text':" STRING ",'unreadable':" STRING ","
        "'rests_on':{'type':'string','description':'claims and signed lines'},'at':" TIME) ","
    "'ContactRequest':" OBJECT("'tenant','channel','address'",
        "'tenant':" STRING ",'channel':" REF("Channel") ",'address':" STRING) ","
    "'ConsentRequest':" OBJECT("'tenant','channel','address','state'",
        "'tenant':" STRING ",'channel':" REF("Channel") ",'address':" STRING ","
        "'state':" ONE("'given','soft_opt_in','withdrawn'") ",'evidence':" STRING) ","
    "'Channel':" ONE("'whatsapp','webchat','email','voice','chat'") ","
    "'Receipt':" OBJECT("'receipt'", "'receipt':" STRING) ",";

static const char twin[] =
    "'Error':" OBJECT("'error'", "'error':" REF("ErrorDetail")) ","
    "'ErrorDetail':" OBJECT("'message','type','param','code'",
        "'message':" STRING ",'type':" STRING ",'param':{'type':['string','null']},'code':{'type':['string','null']}") ","
    "'CompletionRequest':" OBJECT("'messages'",
        "'model':" STRING ",'messages':" LIST("Turn") ",'n':{'type':['integer','null'],'minimum':1,'maximum':16},"
        "'stream':{'type':['boolean','null']},'user':" STRING) ","
    "'Turn':" OBJECT("'role'", "'role':" STRING ",'content':{'type':['string','array','null'],'items':{'type':'object'}}") ","
    "'Completion':" OBJECT("'id','object','created','model','choices','usage'",
        "'id':" STRING ",'object':{'type':'string','const':'chat.completion'},'created':" INTEGER ",'model':" STRING ","
        "'choices':" LIST("Choice") ",'usage':" REF("Usage")) ","
    "'Choice':" OBJECT("'index','message','finish_reason'",
        "'index':" INTEGER ",'message':" REF("Answer") ",'logprobs':{'type':'null'},"
        "'finish_reason':{'type':'string','const':'stop'}") ","
    "'Answer':" OBJECT("'role','content'",
        "'role':{'type':'string','const':'assistant'},'content':" STRING ",'refusal':{'type':'null'}") ","
    "'Usage':" OBJECT("'prompt_tokens','completion_tokens','total_tokens'",
        "'prompt_tokens':" INTEGER ",'completion_tokens':" INTEGER ",'total_tokens':" INTEGER) ","
    "'Models':" OBJECT("'object','data'", "'object':{'type':'string','const':'list'},'data':" LIST("Model")) ","
    "'Model':" OBJECT("'id','object','created','owned_by'",
        "'id':" STRING ",'object':{'type':'string','const':'model'},'created':" INTEGER ",'owned_by':" STRING);

static const char security[] =
    "'securitySchemes':{"
    "'apiKey':{'type':'http','scheme':'bearer','description':'A key of the configuration; its role says what it may do.'},"
    "'visitorToken':{'type':'http','scheme':'bearer','bearerFormat':'JWT','description':'Of a session of the widget.'},"
    "'siteKey':{'type':'apiKey','name':'X-Parley-Key','in':'header',"
    "'description':'Public key of the page; its origin must be one of the site.'}}";
/* clang-format on */

const struct json *openapi_parts(struct arena *a)
{
    struct json *parts;
    struct error e;
    struct slice text = arena_printf(a, "{%s,%s,'components':{%s,%s,%s,'schemas':{%s%s%s%s},%s}}", tags, paths, parameters,
                                     headers, responses, common, widget, staff, twin, security);
    char *at = arena_alloc(a, text.len);
    for (size_t i = 0; i < text.len; i++)
        at[i] = text.at[i] == '\'' ? '"' : text.at[i];
    must(json_read(&parts, a, (struct slice){at, text.len}, (struct place){SLICE("openapi"), 1, 1}, &e) == OK);
    return parts;
}
