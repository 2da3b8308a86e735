package dev.modeldock.server.actions.analytics;

import java.util.List;

/**
 * What is shown together.
 *
 * @param name of its files
 * @param tables with all rows
 */
record Topic(String name, List<Page> pages, List<Table> tables) {}
