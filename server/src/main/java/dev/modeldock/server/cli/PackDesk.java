package dev.modeldock.server.cli;

import java.util.List;
import java.util.Map;

/** Where action packs are looked at and installed, as the command line sees it. Works beside a running server. */
public interface PackDesk {
    /**
     * What the program does by itself, as GET /v1/actions tells it: {@code name}, {@code state} ({@code built-in}), and
     * {@code does}, a list of {@code architecture}, or {@code dataset_type} and {@code format}, with their {@code actions}.
     */
    List<Map<String, Object>> builtIn();

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
