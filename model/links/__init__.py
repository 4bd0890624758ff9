"""What pushes what: every mechanism declares its causal links, with the rule that shows each of them.

They stand here, mechanism by mechanism, and not beside the rules: three of those files have no room for them, and no week
reads a link, so a better one should not have the week compiled again. A test moves the argument of every rule and sees that
what it gives goes the declared way; what is only counted (counted.py) is shown in a small world. All else being equal: a
link is about one week and one step. Loops are found, not written (docs/loops.md).

Neutrality [model_spec 4.0]: the channels are the roads by which integration and pooled money act (a-e) and what they cost
(f-l). Over these links nothing else leads from them to need, bond or dropout; a test takes the channels away and looks.
More faces (i) have no link: no rule of the model brings a face without a case of its own.
"""

from ..declare import Flow, Link
from ..language import N_
from . import collaboration, families, means

GIVES = {  # what integration and pooled money act through
    "knows": N_("(a) what each professional knows"),
    "agreement": N_("(b) effect lost to contradictory help"),
    "decision": N_("(c) time to a decision"),
    "remains": N_("(d) who remains when one leaves"),
    "takes": N_("(e) who takes a case"),
}
COSTS = {  # what they cost
    "hours": N_("(f) hours of every member"),
    "meeting": N_("(g) waiting until all can meet"),
    "undone": N_("(h) diffuse responsibility"),
    "faces": N_("(i) more faces"),
    "found": N_("(j) found needs that join queues"),
    "cut_off": N_("(k) cut off from home expertise"),
    "betrayal": N_("(l) trust lost where helpers tell without consent"),
}
STUDY = {"direct": N_("for studies only: 0 unless one says so")}
CHANNELS = GIVES | COSTS | STUDY

FLOWS = {
    "set_backs": Flow(en="set-backs", nl="tegenslagen"),
    "asking": Flow(en="asking for help", nl="hulp vragen"),
    "sent_home": Flow(en="being sent home", nl="naar huis gestuurd worden"),
    "requests": Flow(en="joining a waiting list", nl="op een wachtlijst komen"),
    "starts": Flow(en="starts of care", nl="starts van hulp"),
    "helpers": Flow(en="helpers of a family at once", nl="hulpverleners tegelijk in een gezin"),
    "told": Flow(en="helpers telling one another", nl="hulpverleners die elkaar vertellen"),
    "betrayed": Flow(en="telling without consent", nl="vertellen zonder toestemming"),
    "standing_in": Flow(en="colleagues standing in", nl="waarneming door collega's"),
    "missed": Flow(en="missed contacts", nl="gemiste contacten"),
    "at_table": Flow(en="decisions taken by those at the table", nl="besluiten van wie aan tafel zitten"),
    "decision_time": Flow(en="weeks until a decision is carried out", nl="weken tot een besluit is uitgevoerd"),
    "overturned": Flow(en="overturned decisions", nl="teruggedraaide besluiten"),
    "undone": Flow(en="agreed actions left undone", nl="afgesproken acties die blijven liggen"),
    "leaving": Flow(en="staff turnover", nl="verloop"),
    "absence": Flow(en="absence", nl="verzuim"),
    "vacancies": Flow(en="vacancies", nl="vacatures"),
    "hiring": Flow(en="hiring", nl="aannemen van personeel"),
    "breaks": Flow(en="breaks of a relation", nl="breuken in een relatie"),
    "endings": Flow(en="endings of care", nl="beëindigingen van hulp"),
    "dropout": Flow(en="dropout", nl="wegblijven"),
    "own_part": Flow(en="money of a contract for itself", nl="geld van een contract voor zichzelf"),
    "pool": Flow(en="money left in the pool", nl="geld over in de pot"),
}

LINKS: dict[str, tuple[Link, ...]] = families.LINKS | collaboration.LINKS | means.LINKS
