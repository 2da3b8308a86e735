package dev.modeldock.server.routes.modeldock;

import dev.modeldock.Dock;
import dev.modeldock.access.Caller;
import dev.modeldock.events.EventFilter;
import dev.modeldock.events.EventType;
import dev.modeldock.events.Subscription;
import dev.modeldock.jobs.JobKind;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.http.Guard;
import dev.modeldock.server.http.LiveAnswers;
import dev.modeldock.server.http.Shown;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code /v1/events}: what happens, as it happens. */
public final class EventRoutes {
    private static final int MOST_VALUES = 32;

    private final Dock dock;
    private final Guard<Caller> guard;
    private final LiveAnswers live;

    public EventRoutes(Dock dock, Guard<Caller> guard, LiveAnswers live) {
        this.dock = dock;
        this.guard = guard;
        this.live = live;
    }

    public void register(RoutesConfig routes) {
        dock.events().ring(live::ring);
        routes.get("/v1/events", this::tell);
    }

    private void tell(Context ctx) throws IOException {
        Caller caller = guard.caller(ctx);
        Set<String> jobs = Set.copyOf(values(ctx, "job"));
        // One that is another's is not there, and so says nothing for ever.
        jobs.forEach(id -> dock.jobs().get(id, caller));
        EventFilter filter = new EventFilter(
                caller,
                values(ctx, "type").stream()
                        .flatMap(type -> EventType.of(type).stream())
                        .collect(Collectors.toSet()),
                values(ctx, "kind").stream().map(EventRoutes::kind).collect(Collectors.toSet()),
                jobs);
        Subscription events = dock.events()
                .subscribe(
                        filter, Optional.ofNullable(ctx.header("Last-Event-ID")).filter(id -> !id.isBlank()));
        live.send(
                ctx,
                caller.user(),
                "text/event-stream; charset=utf-8",
                new EventFeed(events, () -> dock.keys().stillGood(caller)));
    }

    /** Of a parameter that may be given several times, or hold several values with commas between. */
    private static List<String> values(Context ctx, String name) {
        List<String> values = ctx.queryParams(name).stream()
                .flatMap(text -> Arrays.stream(text.split(",")))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .distinct()
                .toList();
        if (values.size() > MOST_VALUES) {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    "\"" + name + "\" names " + values.size() + " things; at most " + MOST_VALUES + " are taken.");
        }
        return values;
    }

    private static String kind(String name) {
        return Arrays.stream(JobKind.values())
                .map(JobKind::name)
                .filter(name::equalsIgnoreCase)
                .findFirst()
                .orElseThrow(() -> new DockException(
                        Problem.VALIDATION_ERROR,
                        "\"kind\" is " + Shown.text(name) + ", which is no kind of job; expected is one of "
                                + Arrays.stream(JobKind.values())
                                        .map(each -> each.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(", "))
                                + "."));
    }
}
