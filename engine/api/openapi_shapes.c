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
    {"widgetFile", "widget", "widget.js, and demo.html in a twin; the same bytes have the same ETag.", NULL, NULL, 200,
     "text/javascript", "Text", NULL, "404"},
    {"openapi", "operations", "OpenAPI 3.1, made from the table that routes.", NULL, NULL, 200, JSON, "Description", NULL, NULL},
    {"whatsappHandshake", "webhooks", "Asked once by Meta when the webhook is registered.", "HubMode HubChallenge HubVerifyToken",
     NULL, 200, TEXT, "Text", NULL, "400 403"},
    {"whatsappDelivery", "webhooks",
     "The signature is checked over the bytes as they came. Every message of the delivery is durable before 200; anything else "
     "brings the delivery again.",
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
     "model change nothing; what pretends to be from an operator or from us is counted in X-Parley-Probes.",
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
