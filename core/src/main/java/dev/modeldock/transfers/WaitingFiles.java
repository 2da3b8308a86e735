package dev.modeldock.transfers;

import dev.modeldock.spi.RemoteFile;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files of a pull that nobody has begun with, in their order, hurried ones first. Guarded by its owner. */
final class WaitingFiles {
    private final Map<String, RemoteFile> hurried = new LinkedHashMap<>();
    private final Map<String, RemoteFile> others = new LinkedHashMap<>();

    void add(RemoteFile file) {
        others.put(file.path(), file);
    }

    /** Put one before those that nobody hurries; tells whether it waits. */
    boolean hurry(String path) {
        RemoteFile file = others.remove(path);
        if (file != null) {
            hurried.put(path, file);
        }
        return hurried.containsKey(path);
    }

    boolean hasHurried() {
        return !hurried.isEmpty();
    }

    boolean isEmpty() {
        return hurried.isEmpty() && others.isEmpty();
    }

    /** Take the next one. */
    RemoteFile poll() {
        Iterator<RemoteFile> next = (hasHurried() ? hurried : others).values().iterator();
        RemoteFile file = next.next();
        next.remove();
        return file;
    }
}
