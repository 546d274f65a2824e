package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.event.DataEvent.DataFdPolled;
import dev.vfr.model.event.EventHeader;

/// A poll said that a data_fd can be read, and the next read of it gave nothing.
///
/// @param polled what said so
/// @param read the read that gave ENOMSG or EAGAIN
record EmptyPoll(DataFdPolled polled, EventHeader read) {}
