@NullMarked
package dev.vfr.model.event;

import org.jspecify.annotations.NullMarked;
