"""What a brand's manager is refused."""

from kit.errors import Conflict, Invalid, NotFound


class NoSuchWebhook(NotFound):
    code = "webhook.not_found"
    title = "There is no such webhook"


class NoSuchDelivery(NotFound):
    code = "webhook.delivery_not_found"
    title = "There is no such delivery"


class BadWebhookUrl(Invalid):
    code = "webhook.bad_url"
    title = "Messages cannot be sent to this address"


class TooManyWebhooks(Conflict):
    code = "webhook.too_many"
    title = "The brand has as many webhooks as it can have"


class WebhookNotActive(Conflict):
    code = "webhook.not_active"
    title = "The webhook is not active"


class BeingSent(Conflict):
    code = "webhook.being_sent"
    title = "The delivery is being sent at this moment"
