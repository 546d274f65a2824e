/// Holds the arrows between modules and packages of the whole project. Lives in the last module, which is built when
/// the classes of all others are there.
@NullMarked
package dev.vfr.architecture;

import org.jspecify.annotations.NullMarked;
