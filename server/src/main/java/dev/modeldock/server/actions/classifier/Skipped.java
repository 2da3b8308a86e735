package dev.modeldock.server.actions.classifier;

import dev.modeldock.spi.ActionContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Images that are of no use: each is told in the log, and the first few in the status. */
final class Skipped {
    private static final int MOST_LOGGED = 1000;
    private static final int MOST_TOLD = 5;

    private final ActionContext context;
    private final List<String> first = new ArrayList<>();
    private int count;

    Skipped(ActionContext context) {
        this.context = context;
    }

    /** @param why a part of a sentence, such as "is empty" */
    void add(String name, String why) {
        count++;
        if (count <= MOST_LOGGED) {
            context.log("Skipped: " + name + " " + why + ".");
        } else if (count == MOST_LOGGED + 1) {
            context.log("More images were skipped, which are not told one by one.");
        }
        if (first.size() < MOST_TOLD) {
            first.add(name + " " + why);
        }
    }

    int count() {
        return count;
    }

    /** A sentence behind others; empty when there are none. */
    String sentence() {
        if (count == 0) {
            return "";
        }
        String more = count > first.size() ? "; and " + (count - first.size()) + " more" : "";
        return (count == 1 ? " 1 image was" : " " + count + " images were") + " skipped: "
                + first.stream().collect(Collectors.joining("; ")) + more + ".";
    }
}
