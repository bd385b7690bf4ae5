// Opens the database files that the parent names, as a service does at its start. `open-databases.mjs <module>`
const { createTables, openConnection, queriesOn } = await import(process.argv[2]);

process.on('message', async (file) => {
  try {
    const connection = openConnection(file);
    await createTables(queriesOn(connection));
    connection.close();
    process.send('open');
  } catch (error) {
    process.send(error.message);
  }
});
process.send('ready');
