package dev.vfr.model.report;

import java.util.List;

/// What was estimated in one migration, and what can be reckoned from it.
///
/// @param history one for each device at the source
/// @param convergence one for each device that the driver was asked of, and one for all where there are several
public record MigrationEstimates(List<EstimateHistory> history, List<Convergence> convergence, WhatIf whatIf) {

    /// Of a migration whose source is not shown.
    public static final MigrationEstimates NONE =
            new MigrationEstimates(List.of(), List.of(), WhatIf.silent("no trace shows the source"));

    public MigrationEstimates {
        history = List.copyOf(history);
        convergence = List.copyOf(convergence);
    }
}
