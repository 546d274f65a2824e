@NullMarked
package dev.vfr.recorder.report.html;

import org.jspecify.annotations.NullMarked;
