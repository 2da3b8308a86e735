/** What can go wrong, and the one exception that says so. */
package dev.modeldock.problems;
