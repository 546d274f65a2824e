package dev.vfr.model.analysis.rule.logging;

import dev.vfr.model.event.Call;

/// The IOMMU did not do what it was asked about dirty pages.
///
/// @param reading whether it was asked for the dirty pages, otherwise to begin to track them
record IommuTrackingFailed(Call call, boolean reading) {}
