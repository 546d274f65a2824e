/// Bundles: folders and archives with the captures of many processes, such as a sosreport or a must-gather.
///
/// Read [dev.vfr.recorder.capture.bundle.Bundle] first: it unpacks with [Unpacking], which trusts nothing of what it
/// reads, says what each file is ([BundleFile]) and which captures are of one process ([ProcessCaptures]).
/// [dev.vfr.recorder.capture.TraceImport] makes a trace of each process.
@NullMarked
package dev.vfr.recorder.capture.bundle;

import org.jspecify.annotations.NullMarked;
