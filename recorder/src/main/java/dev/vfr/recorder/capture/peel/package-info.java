/// What stands around the lines of a text as people hand it over: quotes of a mail, colours, prompts, the prefixes of
/// syslog, containers and log collectors, JSON around each line.
///
/// Read [dev.vfr.recorder.capture.peel.PeeledLines] first, then [dev.vfr.recorder.capture.peel.Layer].
@NullMarked
package dev.vfr.recorder.capture.peel;

import org.jspecify.annotations.NullMarked;
