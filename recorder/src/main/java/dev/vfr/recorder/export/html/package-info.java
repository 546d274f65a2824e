/// A report as one HTML file that works offline: everything is in it, and nothing needs a script to be read.
///
/// Read [dev.vfr.recorder.export.html.HtmlReport] first. May import `model`, `recorder.export` and j2html. Names and
/// lines come from foreign logs: text goes through j2html's escaping alone, never through raw HTML.
@NullMarked
package dev.vfr.recorder.export.html;

import org.jspecify.annotations.NullMarked;
