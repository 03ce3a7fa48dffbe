//@ run-pass

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

static INSIDE: AtomicBool = AtomicBool::new(false);
static CAME_ROUND: AtomicBool = AtomicBool::new(false);

struct Talkative;

unsafe impl GlobalAlloc for Talkative {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if INSIDE.swap(true, Relaxed) {
            // The allocator is already at work and is called once more.
            // Without this way out it would go on until the stack is full.
            CAME_ROUND.store(true, Relaxed);
            return System.alloc(layout);
        }
        // A line of text is a String, and a String asks for memory.
        let _line = format!("{} bytes, please", layout.size());
        INSIDE.store(false, Relaxed);
        System.alloc(layout)
    }

    unsafe fn dealloc(&self, ptr: *mut u8, layout: Layout) {
        System.dealloc(ptr, layout)
    }
}

#[global_allocator]
static ALLOCATOR: Talkative = Talkative;

fn main() {
    // No rule stops this program any more. The cycle shows at run time.
    let number = Box::new(4);
    println!("{number}, came round: {}", CAME_ROUND.load(Relaxed));
}
