"""What follows by counting, in sentences: for links that no rule about one person shows."""

from ..language import N_

CARE = N_("Who starts is in care; who ends, or loses a professional, is not, until another is found.")
CASES = N_(
    "A case that starts fills a seat; one that ends frees it; the cases of an empty seat go to those who are there."
)
QUEUE = N_("Waits are those on the list divided by the starts a week.")
PRODUCT = N_("The effect of a week is a product: care counts as far as hours were given and the contact was made.")
NEW = N_("A new professional knows what was passed on and begins to count contacts anew.")
SUMS = N_("Hours and euros of a week are added up.")
STEPS = N_("What nobody may decide at the table goes home; what is turned back or left undone is raised again later.")
STALL = N_("Until a decision is carried out the plan may not change.")
TOLD = N_("Who hears what others know, knows it; where the family did not agree, that costs trust.")
TABLE = N_("Only who sit at one table look at the family together.")
FOLDED = N_("Level and quality set what a team gives and asks, and who leads it.")
HARM = N_("An event takes a share of trust, or adds to strain.")
SEATS = N_("Only a seat in which somebody is, with room under the norm, can take a case.")
STAFF = N_("Who leaves leaves a seat empty, who is hired fills one.")
LEFT = N_("The pool holds what was put in, less what organisations used above their own part.")
SEEN = N_("Who asks and is not sent home is known.")
SHARED = N_("Those who are there share the hours.")
MEETS = N_("Only a need that care should meet is referred.")
AGAIN = N_("Of those who do not come, some are looked up again.")
BREAKS = N_("Every break takes a share of trust in care, unless the family asked for it.")
RECORD = N_("What a record holds is passed on, with or without a meeting.")
CARRIED = N_("A warm handover carries a part of the bond.")
BUSY = N_("A sector is as busy as those at work, on average.")
STRANGER = N_("A tie holds two people; who comes after one of them is a stranger.")
INSURED = N_("Insurers pay for advice as far as it need not be on a named client.")
TRAINS = N_("Training takes its hours.")
AWAY = N_("A family that stays away ends its care.")
LIGHT = N_("A contact may bring a hidden need to light.")
