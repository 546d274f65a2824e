@NullMarked
package dev.vfr.recorder.export.html;

import org.jspecify.annotations.NullMarked;
