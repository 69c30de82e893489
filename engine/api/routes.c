/* Everything that can be asked of the front. docs/api.md and the OpenAPI description come from these rows. */
#include "parts.h"

const struct route api_routes[] = {
    {HTTP_GET, "/api/v1/health", AUTH_NONE, handle_health, "health",
     "The process lives; what it depends on, each with its state."},
    {HTTP_GET, "/api/v1/ready", AUTH_NONE, handle_ready, "ready", "200 while messages can be accepted, else 503."},
    {HTTP_GET, "/metrics", AUTH_NONE, handle_metrics, "metrics", "Counters, for Prometheus."},
    {HTTP_GET, "/api/v1/openapi.json", AUTH_NONE, handle_openapi, "openapi", "This description."},
    {HTTP_GET, "/api/v1/webhook/whatsapp", AUTH_HOOK, handle_whatsapp_handshake, "whatsappHandshake",
     "Meta's handshake: echoes the challenge."},
    {HTTP_POST, "/api/v1/webhook/whatsapp", AUTH_HOOK, handle_whatsapp, "whatsappDelivery",
     "A signed delivery of Meta's Cloud API; 200 when it is durable."},
    {HTTP_POST, "/hooks/360/{tenant}/{secret}", AUTH_HOOK, handle_360dialog, "relayDelivery",
     "A delivery of 360dialog; 200 when it is durable."},
    {HTTP_POST, "/api/v1/widget/sessions", AUTH_SITE, handle_widget_session, "widgetSession",
     "Begins or resumes a visitor's conversation."},
    {HTTP_GET, "/api/v1/widget/stream", AUTH_VISITOR, handle_widget_stream, "widgetStream",
     "The conversation over a WebSocket (parley.v1)."},
    {HTTP_GET, "/api/v1/widget/events", AUTH_VISITOR, handle_widget_events, "widgetEvents",
     "The conversation as Server-Sent Events."},
    {HTTP_GET, "/api/v1/widget/messages", AUTH_VISITOR, handle_widget_messages, "widgetMessages",
     "What is new behind a sequence number."},
    {HTTP_POST, "/api/v1/widget/messages", AUTH_VISITOR, handle_widget_say, "widgetSay",
     "A visitor's message; 202 when it is durable."},
    {HTTP_GET, "/api/v1/widget/transcript", AUTH_VISITOR, handle_widget_transcript, "widgetTranscript",
     "The conversation as text, for its visitor."},
    {HTTP_DELETE, "/api/v1/widget/data", AUTH_VISITOR, handle_widget_erase, "widgetErase", "Erases everything of this visitor."},
    {HTTP_POST, "/v1/chat/completions", AUTH_TWIN, handle_completion, "chatCompletion",
     "The engine as an OpenAI-compatible endpoint, in a twin."},
    {HTTP_GET, "/v1/models", AUTH_TWIN, handle_models, "models", "The tenants of a twin, as models."},
    {HTTP_PUT, "/api/v1/kill", AUTH_ADMIN, handle_kill, "kill", "The kill switch, of a tenant or of all."},
};
const size_t api_route_count = COUNT_OF(api_routes);
