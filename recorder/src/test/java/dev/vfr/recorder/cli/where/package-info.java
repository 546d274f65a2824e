@NullMarked
package dev.vfr.recorder.cli.where;

import org.jspecify.annotations.NullMarked;
