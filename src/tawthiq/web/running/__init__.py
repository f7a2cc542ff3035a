"""What a machine asks of the running application: is it alive, is it ready, how much does it do. No names."""
