package dev.modeldock.server.packs;

import java.util.List;

/**
 * An action pack inside the program.
 *
 * @param name that its folder has
 * @param architectures that it can work on, as it is shipped
 * @param actions that it can do
 */
public record ShippedPack(String name, List<File> files, List<String> architectures, List<String> actions) {
    public ShippedPack {
        files = List.copyOf(files);
        architectures = List.copyOf(architectures);
        actions = List.copyOf(actions);
    }

    /**
     * One of its files.
     *
     * @param name a plain one: packs have no folders within
     * @param executable whether it can be run
     */
    public record File(String name, boolean executable) {}

    boolean does(String kind, String action) {
        return architectures.contains(kind) && actions.contains(action);
    }
}
