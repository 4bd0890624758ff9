"""Needs (1): set-backs come, one life domain drags another along, time and network heal. And what care should do about it."""

from samenhang.model.tables import INTENSIVE, LIGHT, NONE, REGULAR, STAY, WAITING

from .luck import quantile


class Needs:
    """What a family goes through, whatever others do."""

    def suffer(self):
        """Needs change without a set-back, all at once; then perhaps a set-back strikes."""
        p, domains, need = self.model.p.needs, self.model.domains, self.need
        healing = p.recovery * (1.0 + p.support_effect * self.informal_support)
        after = []
        for n, domain, episode in zip(need, domains, self.episodes, strict=True):
            dragged = sum(w * e for w, e in zip(domain.spill, need, strict=True))
            less = (healing * domain.pace + episode.effect) * n
            after.append(min(1.0, max(0.0, n + p.spill_over * (1.0 - n) * dragged - less)))
        self.need = after
        self.set_back()

    def set_back(self):
        """One life domain at most is struck, the more common one sooner."""
        p, exposure = self.model.p.needs, self.model.exposure
        strikes, where, size, _ = self.draw("needs.shock")
        if strikes < min(1.0, p.shock_rate / 52 * self.vulnerability * sum(exposure)):
            left = where * sum(exposure)
            for d, share in enumerate(exposure):
                left -= share
                if left <= 0.0 or d == len(exposure) - 1:
                    break
            self.need[d] += quantile(size, self.model.shock_sizes) * (1.0 - self.need[d])

    def judge(self):
        """Which needs should care meet, how heavily, how complex is it, and is there anything at all."""
        p = self.model.p.needs
        for d, (n, domain) in enumerate(zip(self.need, self.model.domains, strict=True)):
            self.weeks_low[d] = self.weeks_low[d] + 1 if n < p.closing else 0
            still = self.should_meet[d] and self.weeks_low[d] < p.settled
            self.should_meet[d] = n > p.opening or still
            self.warranted[d] = min(warranted(n, p), domain.most) if self.should_meet[d] else NONE
        n_needs = sum(self.should_meet)
        self.complexity = (min(1.0, (n_needs - 1) / 3) + max(self.need) + self.vulnerability) / 3 if n_needs else 0.0
        was_quiet = self.weeks_quiet
        self.weeks_quiet = 0 if n_needs or self.has_episode() else was_quiet + 1
        self.engaged = self.weeks_quiet == 0 or was_quiet == 0

    def has_episode(self):
        """Is any episode waiting or active?"""
        return any(e.status >= WAITING for e in self.episodes)


def warranted(need, p):
    """How heavy the help should be for so much need."""
    if need >= p.stay_from:
        return STAY
    if need >= p.intensive_from:
        return INTENSIVE
    return REGULAR if need >= p.regular_from else LIGHT
