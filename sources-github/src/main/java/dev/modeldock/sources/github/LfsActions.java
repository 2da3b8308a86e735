package dev.modeldock.sources.github;

import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.SourceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The download addresses of all objects of an import: asked for by the hundred when the first of them is needed, and again
 * once they have ended. For several threads.
 */
final class LfsActions {
    /** An address that ends sooner than this is not begun with. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final LfsBatch batch;
    private final List<LfsPointer> objects;
    private final Map<String, Integer> places = new HashMap<>();
    private final Map<String, LfsAnswer> answers = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();

    LfsActions(LfsBatch batch, Iterable<RemoteFile> files) {
        this.batch = batch;
        Map<String, LfsPointer> distinct = new LinkedHashMap<>();
        files.forEach(file -> distinct.putIfAbsent(file.sha256(), new LfsPointer(file.sha256(), file.size())));
        objects = List.copyOf(distinct.values());
        for (int i = 0; i < objects.size(); i++) {
            places.put(objects.get(i).sha256(), i);
        }
    }

    /** How to download a file. */
    LfsAction action(RemoteFile file) throws SourceException, InterruptedException {
        return action(file, null);
    }

    /** How to download a file, now that an earlier answer was refused. */
    LfsAction renewed(RemoteFile file, LfsAction refused) throws SourceException, InterruptedException {
        return action(file, refused);
    }

    private LfsAction action(RemoteFile file, LfsAction refused) throws SourceException, InterruptedException {
        lock.lockInterruptibly();
        try {
            if (!usable(answers.get(file.sha256()), refused)) {
                answers.remove(file.sha256());
                ask(places.get(file.sha256()));
            }
            String what = Refusals.quoted(file.path()) + " (object " + file.sha256() + ")";
            LfsAnswer answer = answers.get(file.sha256());
            if (answer == null) {
                throw Refusals.broken("Git LFS answered nothing for " + what + ".", null);
            }
            return answer.require(file.size(), what);
        } finally {
            lock.unlock();
        }
    }

    /** Errors are asked for again, too: a retry of the host is meant to. */
    private boolean usable(LfsAnswer answer, LfsAction refused) {
        return answer != null
                && answer.action()
                        .filter(action -> action != refused)
                        .filter(action ->
                                action.expires().isAfter(batch.clock().instant().plus(MARGIN)))
                        .isPresent();
    }

    private void ask(int place) throws SourceException, InterruptedException {
        List<LfsPointer> asked = new ArrayList<>(List.of(objects.get(place)));
        for (int i = place + 1; i < objects.size() && asked.size() < LfsBatch.MOST_OBJECTS; i++) {
            if (!usable(answers.get(objects.get(i).sha256()), null)) {
                asked.add(objects.get(i));
            }
        }
        answers.putAll(batch.ask(asked));
    }
}
