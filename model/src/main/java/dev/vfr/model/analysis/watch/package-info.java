/// Watchers: each looks at a few kinds of event during the pass and notes facts that rules judge later.
///
/// Read [dev.vfr.model.analysis.watch.Watcher] first.
@NullMarked
package dev.vfr.model.analysis.watch;

import org.jspecify.annotations.NullMarked;
