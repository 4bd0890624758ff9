"""Learning (13): competence and ways of working are learnt, spread, wear, and leave with people."""


class Learning:
    """What a professional learns of working together."""

    def learn(self, usual):
        """`usual` is how far those who were already there have adopted the practice."""
        p, anchoring = self.model.p.learning, self.model.p.trust.anchoring
        if not self.taken:
            self.training, self.adopted, self.practice = 0.0, 0.0, 1.0
            return
        if self.since == self.model.week:
            self.competence, self.adopted = p.competence_at_start, anchoring * usual
        c, a = self.competence, self.adopted
        learnt = (p.training * p.competence_growth + p.by_doing) * (1.0 - c)
        self.competence += (learnt - p.competence_wear * c) / 52
        taken_up = (p.takes_up * p.promoted + p.spreads * usual) * (1.0 - a)
        self.adopted += (taken_up - p.falls_back * (1.0 - p.promoted) * (1.0 - anchoring) * a) / 52
        self.training = p.training * p.training_hours
        self.practice = 1.0 + p.practice_effect * self.adopted

    def stay_as_trained(self):
        """The null `as_trained`."""
        self.competence, self.adopted, self.practice, self.training = 0.5, 0.0, 1.0, 0.0


def learning(region):
    """Organisation by organisation: what colleagues do spreads."""
    for organisation in region.organisations:
        there = [s for s in organisation.professionals if s.taken and s.since < region.week]
        usual = sum(s.adopted for s in there) / len(there) if there else 0.0
        for seat in organisation.professionals:
            seat.learn(usual)
