package dev.vfr.model.analysis.pairing;

/// Why two sides are taken for those of one migration, or why a side stands alone.
public enum PairedBy {
    /// No other combination of the sides fits what they show: there are no others, or devices, bytes, outcomes and the
    /// order of each process rule them out.
    EVIDENCE,
    /// Of the combinations that fit, this one needs the fewest different host clocks, over several migrations.
    FEWEST_CLOCKS,
    /// Nothing but wall clocks that agree tells it from other combinations.
    WALL_CLOCKS,
    /// Several combinations fit, and nothing tells which is right: the side is left alone.
    NOTHING
}
