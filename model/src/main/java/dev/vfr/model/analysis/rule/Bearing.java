package dev.vfr.model.analysis.rule;

/// What a finding says about why a migration failed. The verdict rests on the first of these that there is.
public enum Bearing {
    /// It explains the failure by itself.
    CAUSE,
    /// It reports a call that failed, and explains the failure where the call itself is not shown.
    RETELLING,
    /// It explains the failure where nothing else does: a connection that broke, a stream that ended.
    FALLBACK,
    /// It follows from a failure elsewhere, and is all that is left where nothing shows that one.
    LAST,
    /// It is what was lost by the failure, and is shown beside its cause.
    LOSS,
    /// It is the call that failed. Where a cause is found at the same event, that is shown in its place.
    SYMPTOM,
    /// It was broken on the way, and a migration hardly fails over it.
    ASIDE
}
