"""What membership refuses."""

from kit.errors import Conflict, Invalid, NotFound, NotSignedIn


class NoSuchBrand(NotFound):
    code = "brand.not_found"
    title = "There is no brand with this name"


class NoSuchPerson(NotFound):
    code = "account.not_found"
    title = "Nobody has this handle"


class NotOnStaff(NotFound):
    code = "staff.not_found"
    title = "This person is not on the brand's staff"


class HandleTaken(Conflict):
    code = "account.handle_taken"
    title = "This handle is taken"


class EmailTaken(Conflict):
    code = "account.email_taken"
    title = "There is already an account with this e-mail address"


class InvalidEmail(Invalid):
    code = "account.invalid_email"
    title = "This is not a valid e-mail address"


class WrongCredentials(NotSignedIn):
    code = "auth.wrong_credentials"
    title = "Handle or password is wrong"


class WrongPassword(Invalid):
    code = "account.wrong_password"
    title = "This is not your password"


class LastManager(Conflict):
    code = "staff.last_manager"
    title = "A brand needs at least one manager"


class NoProgramme(Conflict):
    code = "membership.no_programme"
    title = "This brand has no membership programme"
