// Nodes that wait for a core look like nodes that are gone.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
