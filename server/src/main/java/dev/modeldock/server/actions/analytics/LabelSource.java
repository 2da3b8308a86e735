package dev.modeldock.server.actions.analytics;

import java.io.Closeable;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;

/** Where labelled images come from, in an order of their own. */
interface LabelSource extends Closeable {
    /** How many there are. */
    long size();

    /** Once: all of them, each read when it is called, on any thread. */
    Iterator<Callable<LabelledImage>> images();

    /** How many objects of what was read have no box: they are left out. */
    long boxless();

    /** Whether there are image files to be drawn on. */
    boolean hasImages();

    /** Of the table of valid rows. */
    List<String> columns();

    /** Of the table of invalid rows. */
    List<String> columnsOfInvalid();
}
