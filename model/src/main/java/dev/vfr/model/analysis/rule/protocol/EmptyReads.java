package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.event.EventHeader;

/// A data_fd was read again and again at its temporary end, with nothing done in between.
///
/// @param first the first read that gave ENOMSG
/// @param reads how many there were in a row, > 0
/// @param ns from the first to the last of them, >= 0
record EmptyReads(EventHeader first, long reads, long ns) {}
