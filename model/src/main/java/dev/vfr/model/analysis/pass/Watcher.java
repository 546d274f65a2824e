package dev.vfr.model.analysis.pass;

import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.fold.MigrationState;
import java.util.Set;

/// Looks at some kinds of event during the pass over one trace, and notes what it saw as [Facts].
///
/// It judges nothing: whether a fact is a fault is decided by a rule, which knows the whole migration. Its memory
/// may grow with devices, processes and sessions, never with events.
public interface Watcher {

    /// The events that it wants to see; it is shown no others.
    Set<Class<? extends MigrationEvent>> watched();

    /// Takes the next of them.
    ///
    /// @param before what was known before the event
    /// @param after what is known with it
    void observe(MigrationEvent event, MigrationState before, MigrationState after);

    /// The trace is at its end: notes what was expected and never came.
    void finish(MigrationState end);
}
