/// The bytes of a simulated device's state, without having them: lengths, digests and any part of them are computed
/// where they are asked for.
///
/// Read [dev.vfr.samples.image.ByteRuns] first, then [dev.vfr.samples.image.Pattern].
@NullMarked
package dev.vfr.samples.image;

import org.jspecify.annotations.NullMarked;
