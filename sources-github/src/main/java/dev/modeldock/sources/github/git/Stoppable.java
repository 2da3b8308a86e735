package dev.modeldock.sources.github.git;

import org.eclipse.jgit.lib.EmptyProgressMonitor;

/** Tells JGit to stop once its thread is interrupted. */
final class Stoppable extends EmptyProgressMonitor {
    @Override
    public boolean isCancelled() {
        return Thread.currentThread().isInterrupted();
    }
}
