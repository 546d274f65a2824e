/// A report as one HTML file that works offline: everything is in it, and nothing needs a script to be read.
///
/// Read [dev.vfr.recorder.report.html.HtmlReport] first. Names and lines come from foreign logs: text goes through
/// j2html's escaping alone, never through raw HTML.
@NullMarked
package dev.vfr.recorder.report.html;

import org.jspecify.annotations.NullMarked;
