/// The transport bar: play, step, jump, and where the replay stands.
///
/// Read [dev.vfr.ui.transport.TransportBar] first, then [dev.vfr.ui.transport.PlaybackModel].
@NullMarked
package dev.vfr.ui.transport;

import org.jspecify.annotations.NullMarked;
