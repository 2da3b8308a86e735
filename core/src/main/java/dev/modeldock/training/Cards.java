package dev.modeldock.training;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The graphics cards: each is lent to one job at a time, which keeps it over a restart of the dock. */
final class Cards {
    private static final Path DEVICES = Path.of("/dev");

    private final int count;
    private final RunPlaces places;
    private final Map<String, Integer> lent = new HashMap<>();

    Cards(int count, RunPlaces places) {
        this.count = count;
        this.places = places;
    }

    /** How many NVIDIA cards this machine shows. */
    static int found() throws IOException {
        if (!Files.isDirectory(DEVICES)) {
            return 0;
        }
        int found = 0;
        try (DirectoryStream<Path> cards = Files.newDirectoryStream(DEVICES, "nvidia[0-9]*")) {
            for (Path card : cards) {
                found += card.getFileName().toString().matches("nvidia\\d+") ? 1 : 0;
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return found;
    }

    int count() {
        return count;
    }

    /** After a restart: what these jobs had is theirs still. */
    synchronized void reopen(List<String> jobs) throws IOException {
        for (String job : jobs) {
            noted(job).ifPresent(card -> lent.put(job, card));
        }
    }

    private Optional<Integer> noted(String job) throws IOException {
        Path note = places.card(job);
        if (!Files.exists(note)) {
            return Optional.empty();
        }
        String text = Files.readString(note);
        return text.matches("\\d{1,4}")
                ? Optional.of(Integer.valueOf(text)).filter(card -> card < count)
                : Optional.empty();
    }

    /** The card of a job; {@code CONFLICT} when none is free, as when the machine has lost one. */
    synchronized int take(String job) throws IOException {
        Integer mine = lent.get(job);
        if (mine != null) {
            return mine;
        }
        int free = IntStream.range(0, count)
                .filter(card -> !lent.containsValue(card))
                .findFirst()
                .orElseThrow(() -> new DockException(
                        Problem.CONFLICT,
                        "No graphics card is free for this action: the dock uses " + count
                                + ". Set actions.gpus to those" + " that it may use."));
        Files.createDirectories(places.run(job));
        Files.writeString(places.card(job), "" + free);
        lent.put(job, free);
        return free;
    }

    /** It goes back, if the job had one. */
    synchronized void release(String job) throws IOException {
        if (lent.remove(job) != null) {
            Files.deleteIfExists(places.card(job));
        }
    }
}
