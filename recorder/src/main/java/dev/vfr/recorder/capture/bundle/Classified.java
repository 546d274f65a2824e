package dev.vfr.recorder.capture.bundle;

import dev.vfr.recorder.capture.ImportFormat;
import java.util.Optional;

/// A file of a bundle with what it is.
///
/// @param root the place in the bundle that stands for the root of a host's files, or the file's folder
/// @param role what can be done with it
/// @param format the format that it is read as
/// @param what in words
record Classified(UnpackedFile file, String root, Role role, Optional<ImportFormat> format, String what) {

    enum Role {
        /// libvirt's log of one domain.
        DOMAIN_LOG,
        /// The log of libvirt's daemon.
        DAEMON_LOG,
        /// Another capture of one process, told from others by its name up to the first dot.
        CAPTURE,
        /// A capture that is a trace by itself.
        ALONE,
        /// What a person or a tool asked for at some time, worth reading if there is nothing better.
        WEAK,
        CONTEXT,
        KNOWN,
        UNKNOWN
    }
}
