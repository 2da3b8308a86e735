package dev.modeldock.events;

import dev.modeldock.access.Caller;
import java.util.Set;

/**
 * Which events somebody wants of those that the caller may know of.
 *
 * @param types or none for all
 * @param kinds of jobs, in capitals; when any is named, nothing but such jobs
 * @param jobs their ids; when any is named, nothing but these
 */
public record EventFilter(Caller caller, Set<EventType> types, Set<String> kinds, Set<String> jobs) {
    /** All that the caller may know of. */
    public static EventFilter all(Caller caller) {
        return new EventFilter(caller, Set.of(), Set.of(), Set.of());
    }

    boolean wants(NewEvent event) {
        return (types.isEmpty() || types.contains(event.type()))
                && (kinds.isEmpty() || kinds.contains(event.kind()))
                && (jobs.isEmpty() || jobs.contains(event.job()))
                && event.audience().includes(caller);
    }
}
