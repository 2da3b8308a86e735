package dev.modeldock.events;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What can happen. */
public enum EventType {
    JOB_CREATED,
    /** It runs, waits, or is paused; its end is {@link #JOB_ENDED}. */
    JOB_STATE,
    JOB_PROGRESS,
    JOB_RESULT,
    JOB_ENDED,
    MODEL_PUBLISHED,
    MODEL_DELETED,
    SESSION_STARTED,
    SESSION_COMPLETED,
    SESSION_ABORTED,
    SESSION_EXPIRED,
    DATASET_CREATED,
    DATASET_CHANGED,
    DATASET_DELETED;

    private static final int SHOWN = 40;

    /** As it is told, such as {@code job.ended}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    private String group() {
        return label().substring(0, label().indexOf('.'));
    }

    /** The one of this name, or all of a group, such as {@code job}; fails with {@code VALIDATION_ERROR} for any other. */
    public static Set<EventType> of(String name) {
        String wanted = name.strip().toLowerCase(Locale.ROOT);
        Set<EventType> found = EnumSet.noneOf(EventType.class);
        for (EventType type : values()) {
            if (type.label().equals(wanted) || type.group().equals(wanted)) {
                found.add(type);
            }
        }
        if (found.isEmpty()) {
            String groups = String.join(
                    ", ", Arrays.stream(values()).map(EventType::group).collect(Collectors.toCollection(TreeSet::new)));
            String known = Arrays.stream(values()).map(EventType::label).collect(Collectors.joining(", "));
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    "There is no event of the type '" + (name.length() <= SHOWN ? name : name.substring(0, SHOWN) + "…")
                            + "'. Use " + known + ", or all of one kind of thing: " + groups + ".");
        }
        return found;
    }
}
