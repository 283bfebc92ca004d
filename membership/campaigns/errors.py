"""What campaigns refuse."""

from kit.errors import Conflict, Invalid, NotFound


class NoSuchCampaign(NotFound):
    code = "campaign.not_found"
    title = "There is no such campaign"


class BadCampaign(Invalid):
    code = "campaign.bad"
    title = "Something in the campaign is not right"


class NotNow(Conflict):
    code = "campaign.not_now"
    title = "The campaign cannot do this at the moment"


class TooManyCampaigns(Conflict):
    code = "campaign.too_many"
    title = "The brand has as many drafts as it can"
