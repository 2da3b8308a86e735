/** The single SQLite file: opening it, its migrations, and transactions. */
package dev.modeldock.database;
