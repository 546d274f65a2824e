package dev.vfr.model.analysis.estimate;

/// How long bytes take, in ns a byte.
///
/// @param likely from `least` to `most`
record Pace(double least, double likely, double most) {

    /// The least ns that so many bytes more, or less where negative, take.
    double least(long bytes) {
        return bytes * (bytes < 0 ? most : least);
    }

    /// The most ns that so many bytes more, or less where negative, take.
    double most(long bytes) {
        return bytes * (bytes < 0 ? least : most);
    }
}
