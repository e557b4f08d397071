namespace Polylog;

/// <content>The state that every descent starts from.</content>
internal sealed partial class EnergyDescent
{
    /// <summary>The state that every descent starts from.</summary>
    private sealed class Snapshot
    {
        private double[] _vectors = [];
        private double[] _basicWeights = [];
        private int[] _basic = [];
        private int[] _free = [];
        private double[] _freeWeights = [];
        private double[] _slopes = [];
        private double[] _curvatures = [];
        private int _kept;

        public void Save(EnergyDescent from)
        {
            _vectors = from.Vectors.ToArray();
            _basicWeights = from.BasicWeights.ToArray();
            _basic = from._basic[..from._rank];
            _free = from._free[..from._frees];
            _freeWeights = from._freeWeights[..from._frees];
            _slopes = from._slopes[..from._frees];
            _curvatures = from._curvatures[..from._frees];
            _kept = from._kept;
        }

        public void Restore(EnergyDescent to)
        {
            _vectors.CopyTo(to.Vectors);
            _basicWeights.CopyTo(to.BasicWeights);
            _basic.CopyTo(to._basic, 0);
            _free.CopyTo(to._free, 0);
            _freeWeights.CopyTo(to._freeWeights, 0);
            _slopes.CopyTo(to._slopes, 0);
            _curvatures.CopyTo(to._curvatures, 0);
            to._kept = _kept;
            Array.Clear(to._barred, 0, to._frees);
        }
    }
}
