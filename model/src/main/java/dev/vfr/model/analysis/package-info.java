/// From events to answers: one pass over each trace ([dev.vfr.model.analysis.pass]), the sides of each migration put
/// together ([dev.vfr.model.analysis.pairing]), the rules ([dev.vfr.model.analysis.rule]) and what is concluded from
/// them ([dev.vfr.model.analysis.verdict]).
///
/// Read [dev.vfr.model.analysis.Analysis] first.
@NullMarked
package dev.vfr.model.analysis;

import org.jspecify.annotations.NullMarked;
