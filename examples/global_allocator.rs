//@ run-pass

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

static LIVE: AtomicUsize = AtomicUsize::new(0);

struct Counting;

unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        LIVE.fetch_add(layout.size(), Relaxed);
        System.alloc(layout)
    }

    // alloc_zeroed and realloc have default bodies that call these two.
    unsafe fn dealloc(&self, ptr: *mut u8, layout: Layout) {
        LIVE.fetch_sub(layout.size(), Relaxed);
        System.dealloc(ptr, layout)
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn main() {
    let before = LIVE.load(Relaxed);
    let thousand = vec![0u8; 1000];
    let during = LIVE.load(Relaxed);
    drop(thousand);
    let after = LIVE.load(Relaxed);
    // The first println takes memory of its own, so it comes after counting.
    println!("{} bytes in use", during - before);
    println!("{} bytes in use", after - before);
}
