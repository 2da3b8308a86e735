package dev.modeldock.server.cli;

import java.util.List;
import java.util.Map;

/** Where action packs are looked at and installed, as the command line sees it. Works beside a running server. */
public interface PackDesk {
    /**
     * All packs, those that come with the program and those that are installed: {@code name}, {@code state}
     * ({@code shipped}, {@code installed}, {@code broken}), {@code shipped}, and {@code architectures} and
     * {@code actions}, or the {@code fault} of one that is broken.
     */
    List<Map<String, Object>> list();

    /**
     * Copy one that comes with the program to where the dock reads packs.
     *
     * @param force also where something is: its settings are kept
     * @return sentences: where it is, and what to do next
     */
    String install(String name, boolean force);
}
