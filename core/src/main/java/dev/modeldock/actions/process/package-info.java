/** Commands as processes that outlive the dock, are found again, and are stopped with all their children. */
package dev.modeldock.actions.process;
